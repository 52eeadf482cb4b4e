package io.github.baseframe.nio.websocket;

import io.github.baseframe.nio.loop.EventLoop;
import io.github.baseframe.protocol.CloseReason;
import io.github.baseframe.protocol.message.MessageConsumer;
import java.nio.ByteBuffer;

/**
 * Stands before a consumer and counts the messages and pings that come a second; those that are too
 * many do not come through. Pongs are mostly asked for. Belongs to the thread of its loop.
 */
final class MessageMeter implements MessageConsumer {

  private final MessageConsumer consumer;
  private final TokenBucket bucket;
  private final EventLoop loop;
  private final Runnable onTooMany;

  private MessageMeter(
      MessageConsumer consumer, TokenBucket bucket, EventLoop loop, Runnable onTooMany) {
    this.consumer = consumer;
    this.bucket = bucket;
    this.loop = loop;
    this.onTooMany = onTooMany;
  }

  /**
   * Puts a meter before a consumer if there is a limit.
   *
   * @param consumer of what is within the limit
   * @param rate the limit
   * @param loop tells the time
   * @param onTooMany fails the connection
   * @return the meter, or the consumer itself
   */
  static MessageConsumer before(
      MessageConsumer consumer, ReceiveRate rate, EventLoop loop, Runnable onTooMany) {
    if (rate.messagesPerSecond() == 0) {
      return consumer;
    }
    TokenBucket bucket = new TokenBucket(rate.messagesPerSecond(), rate.messageBurst(), loop.now());
    return new MessageMeter(consumer, bucket, loop, onTooMany);
  }

  private boolean takes() {
    boolean taken = bucket.take(1, loop.now());
    if (!taken) {
      onTooMany.run();
    }
    return taken;
  }

  @Override
  public void onText(ByteBuffer utf8) {
    if (takes()) {
      consumer.onText(utf8);
    }
  }

  @Override
  public void onBinary(ByteBuffer payload) {
    if (takes()) {
      consumer.onBinary(payload);
    }
  }

  @Override
  public void onPing(ByteBuffer payload) {
    if (takes()) {
      consumer.onPing(payload);
    }
  }

  @Override
  public void onPong(ByteBuffer payload) {
    consumer.onPong(payload);
  }

  @Override
  public void onWritable() {
    consumer.onWritable();
  }

  @Override
  public void onClose(CloseReason reason, boolean clean) {
    consumer.onClose(reason, clean);
  }
}
