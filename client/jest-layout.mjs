// jsdom lays nothing out: what watches sizes and fonts finds that they never change.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
document.fonts ??= new EventTarget();
