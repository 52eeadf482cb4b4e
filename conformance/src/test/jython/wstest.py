# Starts the Autobahn test suite: the folder it was unpacked to, then its own arguments.

import sys

sys.path.insert(0, sys.argv.pop(1))

from twisted.internet import reactor

listen = reactor.listenTCP


def listen_on_loopback(port, factory, *defaults):
    """By itself the suite would listen on all interfaces, and would not say when."""
    listen(port, factory, interface='127.0.0.1')
    print('listening on port %d' % port)
    sys.stdout.flush()


reactor.listenTCP = listen_on_loopback

from autobahntestsuite import wstest

wstest.run()
