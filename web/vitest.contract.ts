// What the configurations of the tests outside web/ share: they live in ../tests and take their packages from here.
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

export const root = fileURLToPath(new URL('..', import.meta.url));
const here = fileURLToPath(new URL('./package.json', import.meta.url));

export function packagesFromWeb(): Plugin {
  return {
    name: 'packages-from-web',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!importer?.startsWith(`${root}tests/`) || /^(\.|\/|node:|\0)/.test(source)) return null;
      return this.resolve(source, here, { skipSelf: true });
    },
  };
}
