/** As much of WebAssembly as the scanner needs: Node's types leave it to those of browsers, which would bring a window with them. */
declare namespace WebAssembly {
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  type Memory = { readonly buffer: ArrayBuffer };
}
