import { dayNumber, weekday } from './days.js';
import type { Project } from './projects.js';

/** One day of one user on one platform. */
export interface Visit {
  user: number;
  /** Days since 1970. */
  day: number;
  platform: string;
  sessions: number;
  engagedSessions: number;
  seconds: number;
  /** How often each of the project's features was used. */
  features: number[];
}

export interface Population {
  /** First day of each user. */
  firstDays: number[];
  visits: Visit[];
}

const MOST_USERS = 20_000;
const GROWING_DAYS = 240;
/** Sunday to Saturday: what share of its people an app sees. */
const WEEK = [0.72, 1.12, 1.16, 1.1, 1.05, 0.98, 0.8];

/**
 * Everybody who used the project's apps until `until`. Each draw depends on the project, the user and the
 * day alone, so that a later day adds to the same story and never rewrites it.
 */
export function populate(project: Project, until: number): Population {
  const launch = dayNumber(project.launch);
  const seed = Number(BigInt(project.propertyId) % 2_147_483_647n);
  const firstDays: number[] = [];
  const visits: Visit[] = [];
  for (let day = launch; day <= until && firstDays.length < MOST_USERS; day++) {
    const newcomers = newcomersOn(project, seed, day, launch);
    for (let n = 0; n < newcomers; n++) {
      const user = firstDays.push(day) - 1;
      live(project, { seed, user, first: day, until }, visits);
    }
  }
  return { firstDays, visits };
}

function newcomersOn({ newcomers }: Project, seed: number, day: number, launch: number): number {
  const grown = 1 / (1 + Math.exp(-(day - launch - GROWING_DAYS / 2) / 45));
  const wanted = newcomers * (0.15 + 0.85 * grown) * WEEK[weekday(day)]! * (0.7 + 0.6 * draw(seed, day, 1));
  return Math.floor(wanted) + (draw(seed, day, 2) < wanted % 1 ? 1 : 0);
}

interface Life { seed: number; user: number; first: number; until: number }

/** Some come once, many for some weeks, a few stay. */
function live(project: Project, life: Life, visits: Visit[]): void {
  const { seed, user, first, until } = life;
  const of = (what: number, day = 0) => draw(seed + user * 7_919, day, what);
  const kind = of(3);
  const days = kind < 0.34 ? 1 : kind < 0.78 ? 2 + Math.floor(-Math.log(1 - of(4)) * 24) : 20 + Math.floor(-Math.log(1 - of(4)) * 210);
  const eagerness = kind < 0.78 ? 0.12 + 0.3 * of(5) : 0.18 + 0.4 * of(5);
  const home = platformOf(project, of(6));
  const alsoWeb = of(7) < 0.06 && project.apps.some((app) => app.platform === 'WEB');
  for (let day = first; day < first + days && day <= until; day++) {
    if (day > first && of(8, day) > eagerness * WEEK[weekday(day)]!) continue;
    const platform = alsoWeb && of(9, day) < 0.4 ? 'web' : home;
    visits.push(visitOn(project, { user, day, platform }, draw(seed + user * 7_919, day, 10) * 4_294_967_296));
  }
}

/** All of one visit comes out of one stream of numbers: there are tens of thousands of visits. */
function visitOn(project: Project, who: Pick<Visit, 'user' | 'day' | 'platform'>, seed: number): Visit {
  const next = stream(seed);
  const more = next();
  const sessions = 1 + (more < 0.34 ? 1 : 0) + (more < 0.1 ? 1 : 0);
  let engagedSessions = 0;
  let seconds = 0;
  for (let n = 0; n < sessions; n++) {
    const lasting = next() < 0.64;
    if (lasting) engagedSessions++;
    seconds += lasting ? 40 + Math.floor(-Math.log(1 - next()) * 190) : 2 + Math.floor(next() * 8);
  }
  const features = project.features.map((_, place) => {
    const chance = next() * (1 + place * 0.55);
    return chance < 0.75 ? engagedSessions + (chance < 0.3 ? 1 : 0) : 0;
  });
  return { ...who, sessions, engagedSessions, seconds, features };
}

const WEIGHTS = { IOS: 0.54, ANDROID: 0.36, WEB: 0.1 } as const;
const PLATFORMS = { IOS: 'iOS', ANDROID: 'Android', WEB: 'web' } as const;

/** Phones mostly, as far as the project has an app for them; of a few it is not known. */
function platformOf({ apps }: Project, chance: number): string {
  if (chance > 0.985) return '(not set)';
  const all = apps.reduce((sum, app) => sum + WEIGHTS[app.platform], 0);
  let left = (chance / 0.985) * all;
  const app = apps.find(({ platform }) => (left -= WEIGHTS[platform]) < 0) ?? apps.at(-1)!;
  return PLATFORMS[app.platform];
}

/** The stream that a platform's visits come through; what is not known came through the first. */
export function streamOf({ apps }: Project, platform: string): string {
  return (apps.find((app) => PLATFORMS[app.platform] === platform) ?? apps[0]!).streamId;
}

/** A number from 0 to 1 that is always the same for the same three. */
function draw(seed: number, day: number, what: number): number {
  let h = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(day + 0x51ed, 0xc2b2_ae35) ^ Math.imul(what + 0x27d4, 0x1656_67b1);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b_3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a_2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 4_294_967_296;
}

function stream(seed: number): () => number {
  let state = seed | 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4_294_967_296;
  };
}
