import { transformSync } from '@swc/core';
import { compile, compileModule } from 'svelte/compiler';

/** Jest's way to read Svelte 5: components are compiled; rune modules lose their types first. */
export default {
  process(source, filename) {
    const options = { filename, generate: 'client', dev: true };
    if (filename.endsWith('.svelte')) return { code: compile(source, { ...options, css: 'injected' }).js.code };
    const plain = transformSync(source, {
      filename,
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
      module: { type: 'es6' },
    });
    return { code: compileModule(plain.code, options).js.code };
  },
};
