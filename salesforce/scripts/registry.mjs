// Writes the table of metadata types that `coach package` checks files against, out of the registry that the official
// command line uses; with --check it only says whether the table is up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const library = '@salesforce/source-deploy-retrieve';
const registry = require(`${library}/lib/src/registry/metadataRegistry.json`);
const { version } = require(`${library}/package.json`);
const table = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'coach', 'package', 'registry.json');

const suffixes = {};
const bundles = {};
for (const type of Object.values(registry.types)) {
    if (type.strategies?.adapter === 'bundle') bundles[type.directoryName] = type.name;
    else if (type.suffix) suffixes[type.suffix] = [type.name, type.directoryName];
    for (const child of Object.values(type.children?.types ?? {}))
        if (type.strategies?.decomposition === 'folderPerType')
            suffixes[child.suffix] = [child.name, child.directoryName];
}
const sorted = (object) =>
    Object.entries(object)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
        .join(',\n');
const text = `{\n  "source": "${library} ${version}",\n  "suffixes": {\n${sorted(suffixes)}\n  },\n  "bundles": {\n${sorted(bundles)}\n  }\n}\n`;
if (!process.argv.includes('--check')) writeFileSync(table, text);
else if (readFileSync(table, 'utf8') !== text) {
    console.error('coach/package/registry.json is not up to date: npm run registry');
    process.exitCode = 1;
}
