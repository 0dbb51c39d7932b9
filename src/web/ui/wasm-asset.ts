/** The address of a WebAssembly file that Vite serves beside our scripts. */
declare module '*.wasm?url' {
  const address: string;
  export default address;
}
