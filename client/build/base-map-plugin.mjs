import { buildBaseMap } from './base-map.mjs';

const NAME = 'virtual:base-map-url';
const DEV_PATH = '/@base-map.json';

/** `import url from 'virtual:base-map-url'`: address of the offline base map, made from npm data when building. */
export function baseMap() {
  let building = false;
  let made;
  const json = () => (made ??= JSON.stringify(buildBaseMap()));
  return {
    name: 'rearguard-base-map',
    configResolved(config) {
      building = config.command === 'build';
    },
    resolveId(id) {
      return id === NAME ? `\0${NAME}` : null;
    },
    load(id) {
      if (id !== `\0${NAME}`) return null;
      if (!building) return `export default ${JSON.stringify(DEV_PATH)}`;
      const file = this.emitFile({ type: 'asset', name: 'base-map.json', source: json() });
      return `export default import.meta.ROLLUP_FILE_URL_${file}`;
    },
    configureServer(server) {
      server.middlewares.use(DEV_PATH, (_request, response) => {
        response.setHeader('content-type', 'application/json');
        response.end(json());
      });
    },
  };
}
