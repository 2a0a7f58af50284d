/// <reference types="vite/client" />
/// <reference types="svelte" />

declare module 'virtual:base-map-url' {
  /** Address of the offline base map that the build makes. */
  const url: string;
  export default url;
}
