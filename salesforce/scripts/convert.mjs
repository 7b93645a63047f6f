// What `sf project convert source` does, with the library that the command line is built on: it names every file that no
// metadata type claims, and turns the rest into the form that an org takes.
// https://github.com/forcedotcom/source-deploy-retrieve/blob/main/HANDBOOK.md
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ComponentSet, ForceIgnore, MetadataConverter } from '@salesforce/source-deploy-retrieve';

const project = process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url)));
const described = JSON.parse(readFileSync(join(project, 'sfdx-project.json'), 'utf8'));
const source = join(project, described.packageDirectories[0].path);

const files = (folder) =>
    readdirSync(folder).flatMap((name) => {
        const path = join(folder, name);
        return statSync(path).isDirectory() ? files(path) : [path];
    });

const components = ComponentSet.fromSource(source);
components.sourceApiVersion = described.sourceApiVersion;
const claimed = new Set(
    components
        .getSourceComponents()
        .toArray()
        .flatMap((each) => [each.xml, ...each.walkContent(), ...each.getChildren().map((child) => child.xml)])
);
const ignore = ForceIgnore.findAndCreate(source);
const unclaimed = files(source).filter((path) => ignore.accepts(path) && !claimed.has(path));
for (const path of unclaimed) console.error(`${relative(project, path)}:1: No metadata type claims this file.`);

const kept = process.argv[3];
const folder = kept ?? mkdtempSync(join(tmpdir(), 'coach-'));
try {
    const { packagePath } = await new MetadataConverter().convert(components, 'metadata', {
        type: 'directory',
        outputDirectory: folder,
        genUniqueDir: false
    });
    console.log(`${claimed.size} source files become ${files(packagePath).length} metadata files.`);
} finally {
    if (!kept) rmSync(folder, { recursive: true });
}
process.exitCode = unclaimed.length ? 1 : 0;
