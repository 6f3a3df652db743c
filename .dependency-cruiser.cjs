/**
 * The walls of ARCHITECTURE.md, held by a tool. test/architecture/walls.test.ts breaks every one of them
 * on purpose and sees it caught. Patterns of packages start with (^|/)node_modules/, because in a linked
 * installation the path does not begin there and the rule would silently match nothing.
 */
const FRONT = '^src/core/[^/]+/index\\.ts$';
const TESTS = '(\\.test\\.tsx?$|^test/)';
const SQL_HOMES = ['[/-]store\\.ts$', '^src/adapters/database/'];

const at = (path, pathNot) => ({ ...(path ? { path } : {}), ...(pathNot ? { pathNot } : {}) });
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;

/** A wall does not apply to tests: they may look anywhere, but nothing may look at them. */
function wall(name, from, to, comment) {
  const pathNot = [TESTS, ...[from.pathNot ?? []].flat()];
  return { name, severity: 'error', comment, from: { ...from, pathNot }, to };
}

/** A package may be imported by one place only. */
const home = (sdk, folder, comment) =>
  wall(`${sdk}-sdk-stays-home`, at('^(src|web)/', folder), at(packages(sdk)), comment);

module.exports = {
  forbidden: [
    wall('kernel-knows-nobody', at('^src/kernel/'), { pathNot: ['^src/kernel/', packages('temporal-polyfill'), '^(node:)?crypto$'] },
      'The vocabulary is shared by everything, so it depends on nothing.'),
    wall('ports-know-the-kernel-only', at('^src/core/ports/'), { pathNot: ['^src/kernel/', '^src/core/ports/'] },
      'A port is what an adapter has to speak: it must not drag the core along.'),
    wall('core-knows-no-outside', at('^src/core/'), { pathNot: ['^src/(kernel|core)/', packages('kysely', 'jose', '@node-rs', 'lru-cache', 'otpauth'), '^(node:)?crypto$'] },
      'The business runs without HTTP, SDKs, files or settings of the process.'),
    wall('core-modules-by-the-front', at('^src/core/([^/]+)/'), at('^src/core/[^/]+/', ['^src/core/$1/', '^src/core/ports/', FRONT]),
      'A module is used through its index.ts, so its inside may change.'),
    wall('only-app-sees-reactions', at('^src/', ['^src/app\\.ts$', '^src/adapters/database/transact\\.ts$']), at('^src/core/(reactions|schedule)\\.ts$'),
      'What follows from an event is decided on one page and wired once.'),
    wall('sql-stays-in-stores', at('^src/', [...SQL_HOMES, '^src/core/tx\\.ts$']), { path: packages('kysely'), dependencyTypesNot: ['type-only'] },
      'Whoever looks for a statement looks in store.ts.'),
    wall('apis-use-the-front', at('^src/apis/'), at('^src/core/[^/]+/', [FRONT, '^src/core/ports/']),
      'An API translates; it does not reach into a module.'),
    wall('apis-are-strangers', at('^src/apis/([^/]+)/'), at('^src/apis/[^/]+/', '^src/apis/$1/'),
      'A document can be read against its folder alone.'),
    wall('apis-touch-no-adapter', at('^src/apis/'), at(['^src/(adapters|sandbox)/', packages('pg', 'kysely', 'stripe', 'nodemailer', 'graphile-worker')]),
      'Handlers reach the outside through the core only.'),
    wall('contracts-are-portable', at(['^src/apis/[^/]+/contract[^/]*\\.ts$', '^src/apis/endpoint\\.ts$']),
      { pathNot: ['^src/kernel/', packages('typebox'), '^src/apis/endpoint\\.ts$', '^src/apis/[^/]+/contract[^/]*\\.ts$'] },
      'The web app and the contract tests read contracts: a contract brings no server with it.'),
    wall('only-serve-knows-http', at('^src/', ['^src/apis/[^/]+\\.ts$', '^src/apis/[^/]+/index\\.ts$', '^src/app\\.ts$', '^src/sandbox/']), at(packages('fastify', '@fastify')),
      'Handlers are plain functions, called directly in tests.'),
    wall('adapters-see-ports', at('^src/adapters/'), at('^src/(core|apis|sandbox)/', ['^src/core/ports/', '^src/core/(tx|events|tables|reactions)\\.ts$']),
      'An adapter knows what the core needs, not what the core does.'),
    wall('processors-are-strangers', at('^src/adapters/processors/([^/]+)/'), at('^src/adapters/', '^src/adapters/processors/$1/'),
      'A processor can be taken out without touching another.'),
    wall('only-app-wires', at('^src/', ['^src/(app|main|worker|doctor)\\.ts$', '^src/(cli|demo)/', '^src/adapters/']), at('^src/adapters/'),
      'Which adapters are used is said in one place.'),
    wall('sandbox-is-an-outsider', at('^src/sandbox/'), at('^(src|web)/', '^src/sandbox/'),
      'The stand-in partner shares no code with us, or a mistake would be made on both sides.'),
    wall('nobody-imports-the-sandbox', at('^(src|web)/', '^src/sandbox/'), at('^src/sandbox/'),
      'It is a process of its own, reached over HTTP like a real partner.'),
    wall('web-sees-contracts-only', at('^web/'), at('^src/', ['^src/kernel/', '^src/apis/endpoint\\.ts$', '^src/apis/[^/]+/contract[^/]*\\.ts$']),
      'The browser knows the words of the APIs and nothing behind them.'),
    wall('web-takes-types-only', at('^web/'), { path: '^src/apis/', dependencyTypesNot: ['type-only'] },
      'A value import would put the schemas and their checker into the bundle.'),
    wall('features-are-strangers', at('^web/features/([^/]+)/'), at('^web/features/[^/]+/', '^web/features/$1/'),
      'What two features share belongs to web/ui or web/app.'),
    wall('server-knows-no-web', at('^src/'), at('^web/'),
      'The web app is built beside the server and served as files.'),
    home('stripe', '^src/adapters/processors/stripe/', 'Its version may change without anyone else noticing.'),
    home('pg', ['^src/adapters/(database|backup)/'], 'Connections are opened in one place.'),
    home('pg-copy-streams', '^src/adapters/(backup|database)/', 'Bulk copying is for backups and exports.'),
    home('nodemailer', '^src/adapters/mail/', 'Mail goes through the port.'),
    home('pdfkit', '^src/adapters/pdf/', 'What an invoice looks like on paper is nobody else’s business.'),
    home('graphile-worker', '^src/adapters/jobs/', 'The core writes outbox rows and does not know the queue.'),
    home('@node-rs', '^src/core/identity/', 'Hashing of passwords is gated in one place.'),
    home('jose', ['^src/core/identity/', '^src/adapters/usage-analytics/'], 'Our tokens are made and read in one place; a service account signs its own assertion beside the call that needs it.'),
    home('pdfkit', '^src/adapters/pdf/', 'Documents are drawn in one place, in a thread of its own.'),
    home('@react-email', '^src/adapters/mail/', 'Letters are written in one place.'),
    home('pino', '^src/adapters/log\\.ts$', 'What may be logged is decided in one place.'),
    home('temporal-polyfill', '^src/kernel/', 'Calendars are asked through the vocabulary.'),
    { name: 'nothing-imports-tests', severity: 'error', comment: 'Product code must not need its tests.',
      from: { path: '^(src|web)/', pathNot: '\\.test\\.tsx?$' }, to: { path: TESTS } },
    { name: 'no-circles', severity: 'error', comment: 'A circle has no place to start reading.',
      from: { pathNot: TESTS }, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Anchored at the project: packages keep their code in dist/ too, and an excluded one breaks no wall.
    exclude: { path: '^(dist|coverage|\\.paydesk)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
