// usage: node tally.mjs FORMAT REPORT STATUS     prints "PASSED FAILED SKIPPED" of one suite's report.
// An absent or broken report counts nothing: scripts/test then goes by the suite's exit status.
import { readFileSync } from 'node:fs';

const [format, report, status] = process.argv.slice(2);

const formats = {
  gtest(text) {
    const all = JSON.parse(text).testsuites.flatMap((suite) => suite.testsuite);
    const failed = all.filter((test) => test.failures?.length).length;
    const ran = all.filter((test) => test.status === 'RUN' && test.result !== 'SKIPPED').length;
    return [ran - failed, failed, all.length - ran];
  },
  vitest(text) {
    const all = JSON.parse(text);
    // A file that cannot even be loaded has no tests in it, but has failed.
    const broken = all.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'));
    return [all.numPassedTests, all.numFailedTests + broken.length, all.numPendingTests + all.numTodoTests];
  },
  tap(text) {
    const total = (name) => Number(text.match(new RegExp(`^# ${name} (\\d+)$`, 'm'))?.[1] ?? 0);
    return [total('pass'), total('fail') + total('cancelled'), total('skipped') + total('todo')];
  },
  // A check without a report: one test, passed if it ended well.
  status: () => (status === '0' ? [1, 0, 0] : [0, 1, 0])
};

let numbers = [0, 0, 0];
try {
  numbers = formats[format](format === 'status' ? '' : readFileSync(report, 'utf8'));
} catch (error) {
  console.error(`${report}: ${error.message}`);
}
console.log(numbers.join(' '));
