/** Puts the desk at hand for times without a network. Browsers allow it over https and on this machine only. */
export function installWorker(): void {
  if (!('serviceWorker' in navigator)) return;
  navigator.serviceWorker
    .register('/receiving-worker.js', { scope: '/' })
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active?.postMessage('renew'))
    // Without it the desk works as long as there is a network; the strip at its head says that.
    .catch(() => undefined);
}
