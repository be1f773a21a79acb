import { writeFileSync } from 'node:fs';

/**
 * A reporter of vitest that writes what a run came to as JSON, to the file that TEST_REPORT names: how many tests passed, failed and were
 * skipped, and each failure by name: tests, files that could not be loaded or cleaned up, and errors that nothing caught.
 */
export default class TestReport {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const failures = [];
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        counts[state] = (counts[state] ?? 0) + 1;
        if (state === 'failed') failures.push(`${module.relativeModuleId}: ${test.fullName}`);
      }
      for (const { message } of [module, ...module.children.allSuites()].flatMap((one) => one.errors()))
        failures.push(`${module.relativeModuleId}: ${message}`);
    }
    for (const { message, VITEST_TEST_PATH: file = 'a test' } of unhandledErrors)
      failures.push(`${file}: an error that nothing caught: ${message}`);
    writeFileSync(process.env.TEST_REPORT ?? '', JSON.stringify({ ...counts, failures }));
  }
}
