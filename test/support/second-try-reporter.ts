import type { Reporter, TestCase } from 'vitest/node';

/**
 * Names the tests that passed only at their second try. A machine that stands still for a moment should not refuse a
 * change; a test that needs two tries again and again has a race to be found, and nobody finds what is not named.
 */
export default class SecondTryReporter implements Reporter {
  readonly #flaky: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky) this.#flaky.push(`${test.module.relativeModuleId} > ${test.fullName}`);
  }

  onTestRunEnd(): void {
    if (this.#flaky.length === 0) return;
    process.stdout.write(`\nPassed only at the second try:\n${this.#flaky.map((name) => `  ${name}\n`).join('')}`);
  }
}
