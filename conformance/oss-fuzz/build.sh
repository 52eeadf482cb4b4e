#!/bin/bash -eu
# Builds all fuzz targets as OSS-Fuzz wants them in $OUT: class path, one script a target, its corpus.

JAVA_HOME=$(dirname "$(dirname "$(readlink -f /usr/lib/jvm/java-17-openjdk-*/bin/javac)")")
export JAVA_HOME

mvn -B -ntp -pl conformance -am package -DskipTests -Dspotless.check.skip=true
mvn -B -ntp -pl conformance -am -DskipTests test-compile dependency:copy-dependencies \
  -DexcludeGroupIds=io.github.baseframe -DoutputDirectory="$OUT/lib"

class_path=\$this_dir/test-classes
for jar in "$OUT"/lib/*.jar; do
  class_path=$class_path:\$this_dir/lib/$(basename "$jar")
done
for module in protocol nio nio-server client conformance; do
  cp -r "$module/target/classes" "$OUT/$module"
  class_path=\$this_dir/$module:$class_path
done
cp -r conformance/target/test-classes "$OUT/test-classes"
cp -r "$JAVA_HOME" "$OUT/open-jdk-17"

for file in conformance/src/test/java/io/github/baseframe/conformance/fuzz/*Fuzzer.java; do
  target=$(basename "$file" .java)
  cat >"$OUT/$target" <<SCRIPT
#!/bin/bash
# LLVMFuzzerTestOneInput for fuzzer detection.
this_dir=\$(dirname "\$0")
JAVA_HOME=\$this_dir/open-jdk-17 LD_LIBRARY_PATH=\$this_dir/open-jdk-17/lib/server:\$this_dir \\
\$this_dir/jazzer_driver --agent_path=\$this_dir/jazzer_agent_deploy.jar --cp=$class_path \\
  --target_class=io.github.baseframe.conformance.fuzz.$target \\
  --instrumentation_includes='io.github.baseframe.**' --jvm_args=-Xmx1g "\$@"
SCRIPT
  chmod +x "$OUT/$target"
  (cd "conformance/src/test/resources/fuzz/$target" && zip -q "$OUT/${target}_seed_corpus.zip" ./*)
done
