# What scripts/test --full adds: suites under sanitizers, faults of real length, and a minute of fuzzing for every parser. Sourced by
# scripts/test, whose `gtest`, `suite` and `count` it uses.

# Where threads meet. The thread sanitizer makes everything slower, and finds nothing elsewhere.
CONCURRENT_UNITS='Loop*:Workers*:Outbox*:Packs*:Deadlines*:PendingCall*:Limiter*:SignOuts*:Hub*'
CONCURRENT_FOLDERS=(bus messaging nodes streams wire)

build_full() {
  build_server asan wasl unit_test integration_test
  build_server tsan wasl unit_test integration_test
  build_server fuzz fuzz
}

# Every suite of the given folders of tests/integration, as a filter: also those with types or values as parameters.
suites_in() {
  (cd tests/integration && sed -En 's/^(TYPED_)?TEST(_[FP])?\((\w+),.*/\3.*:\3\/*:*\/\3.*/p' $(printf "%s/*_test.cpp " "$@")) | sort -u | paste -sd :
}

# sanitized PRESET PROGRAM [FILTER]: a test program, and the server that it starts, with the sanitizers of that preset. What
# any process reports is a failure, even where no test minds it.
sanitized() {
  local name=$2-$1 bin=$ROOT/build/$1/bin reports=$work/$2-$1 report
  mkdir -m 0777 "$reports"
  gtest "$name" env WASL_TEST_BINARY="$bin/wasl" \
    ASAN_OPTIONS="log_path=$reports/asan:detect_stack_use_after_return=1:quarantine_size_mb=64" \
    UBSAN_OPTIONS="log_path=$reports/ubsan:print_stacktrace=1" \
    TSAN_OPTIONS="log_path=$reports/tsan:suppressions=$ROOT/tests/support/tsan.supp" \
    "$bin/$2_test" --gtest_filter="${3:-*}"
  report=$(find "$reports" -type f -print -quit)
  [ -n "$report" ] || return 0
  head -n 80 "$report" >&2
  count "$name-report" 1 0 1 0
}

# Inputs that bring something new are kept in build/fuzz/found, and so are those that break a target.
fuzz() {
  local program name found=build/fuzz/found
  for program in build/fuzz/bin/fuzz_*; do
    name=${program##*/fuzz_}
    mkdir -p "$found/$name"
    suite "fuzz-$name" status - "$program" -max_total_time="${WASL_TEST_FUZZ_SECONDS:-60}" -max_len=4096 -timeout=20 \
      -verbosity=0 -artifact_prefix="$found/$name-" "$found/$name" "tests/fuzz/corpus/$name"
  done
}

test_full() {
  sanitized asan unit
  sanitized asan integration
  sanitized tsan unit "$CONCURRENT_UNITS"
  sanitized tsan integration "$(suites_in "${CONCURRENT_FOLDERS[@]}")"
  gtest fault-storm env WASL_FAULT_FULL=1 build/dev/bin/fault_test --gtest_filter='*AtRandomMoments'
  suite e2e-history tap "$work/e2e-history.tap" env WASL_HISTORY_FULL=1 node --test --test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=tap --test-reporter-destination="$work/e2e-history.tap" tests/e2e/history.test.mjs
  fuzz
}
