import { findUserByEmail } from '../../core/identity/index.js';
import type { Principal } from '../../core/identity/index.js';
import { accessReason, changeProgram, createProgram, getOfferedProgram, getPurchase, listOwnPurchases, listPrograms, listPurchases, opensAccess, refundEnrolment, returnFromCheckout, startEnrolment } from '../../core/programs/index.js';
import type { OfferedProgram, ProgramWish, Purchase } from '../../core/programs/index.js';
import { businessSettings } from '../../core/settings/index.js';
import type { World } from '../../core/tx.js';
import { Failure, isFailure } from '../../kernel/failure.js';
import { parseInstant } from '../../kernel/instant.js';
import { isAdmin } from '../../kernel/roles.js';
import type { BodyOf } from '../endpoint.js';
import type { Handlers } from '../call.js';
import type { Api } from '../serve.js';
import { programs } from './contract-programs.js';
import type { Program, Programs } from './contract-programs.js';
import { toEnrolment, toProgram } from './program-views.js';
import { fromMajor } from './views.js';

export interface ProgramsContext {
  readonly world: World;
  readonly publicUrl: string;
}

const PAGE = 25;

const handlers: Handlers<Programs, ProgramsContext> = {
  async 'GET /api/app/programs'({ who }, { world }) {
    const [offered, own] = await Promise.all([listPrograms(world.read, { onlyActive: !isAdmin(who.roles) }), listOwnPurchases(world.read, who.userId)]);
    return { items: offered.map((program) => seenBy(world, who, program, own)) };
  },

  async 'GET /api/app/programs/{id}'({ params, who }, { world }) {
    return see(world, who, params.id);
  },

  async 'POST /api/app/programs'({ body, who, actor }, { world }) {
    const { currency } = await businessSettings(world.read);
    const wish = await readWish(world, body, currency);
    const program = await world.transact((tx) => createProgram(tx, { ...wish, currency } as ProgramWish, actor));
    return see(world, who, program.publicId);
  },

  async 'PATCH /api/app/programs/{id}'({ params, body, who, actor }, { world }) {
    const { publicId, currency } = await getOfferedProgram(world.read, params.id);
    const wish = await readWish(world, body, currency);
    await world.transact((tx) => changeProgram(tx, publicId, wish, actor));
    return see(world, who, publicId);
  },

  async 'POST /api/app/programs/{id}/enrol'({ params, body, who, actor }, { world, publicUrl }) {
    const user = { userId: who.userId, customerId: who.customerId, name: who.name, email: who.email };
    return startEnrolment(world, { programId: params.id, user, isClassRep: body.class_rep ?? false, publicUrl, actor });
  },

  async 'GET /api/app/purchases'({ who }, { world }) {
    return { items: (await listOwnPurchases(world.read, who.userId)).map(toEnrolment) };
  },

  async 'GET /api/app/purchases/{id}'({ params, who }, { world }) {
    try {
      return toEnrolment(await getPurchase(world.read, who, params.id));
    } catch (error) {
      // Here, unlike in the document, what is somebody else's is unknown.
      throw isFailure(error, 'permission_missing') ? new Failure('purchase_not_found') : error;
    }
  },

  async 'POST /api/app/purchases/return'({ body, who }, { world }) {
    return toEnrolment(await returnFromCheckout(world, { userId: who.userId, session: body.session, orderNumber: body.order }));
  },

  async 'GET /api/app/enrolments'({ query, who }, { world }) {
    const { status, program, search, cursor, limit = PAGE } = query;
    const page = await listPurchases(world.read, who, { state: status, programId: program, search, cursor, limit });
    return { items: page.items.map(toEnrolment), next_cursor: page.nextCursor };
  },

  async 'POST /api/app/enrolments/{id}/refund'({ params, body, who, actor, requestKey }, { world }) {
    const { currency } = await getPurchase(world.read, who, params.id);
    const amount = body.amount === undefined ? null : fromMajor(body.amount, currency);
    const { purchase } = await refundEnrolment(world, { purchaseId: params.id, amount, endAccess: body.end_access, reason: body.reason ?? null, requestKey, actor });
    return toEnrolment(purchase);
  },
};

async function see(world: World, who: Principal, publicId: string): Promise<Program> {
  const [program, own] = await Promise.all([getOfferedProgram(world.read, publicId), listOwnPurchases(world.read, who.userId)]);
  return seenBy(world, who, program, own);
}

function seenBy(world: World, who: Principal, program: OfferedProgram, own: readonly Purchase[]): Program {
  const mine = own.filter((one) => one.programId === program.id);
  const reason = accessReason(who, { id: program.id, free: program.price === 0n, purchased: mine.some(opensAccess) });
  return toProgram(program, { reason, purchase: mine[0], now: world.clock.now() });
}

type Body = Partial<BodyOf<Programs['POST /api/app/programs']>>;

/** What is asked of a program, in the core's words. `input_invalid` with the field, `user_not_found` for a mentor nobody knows. */
async function readWish(world: World, body: Body, currency: string): Promise<Partial<ProgramWish>> {
  const money = (amount: number | undefined) => (amount === undefined ? undefined : fromMajor(amount, currency));
  const until = body.early_bird_until;
  const mentors = body.mentor_emails && await Promise.all(body.mentor_emails.map(async (email) => {
    const user = await findUserByEmail(world.read, email);
    if (!user) throw new Failure('user_not_found', { field: 'mentor_emails', email });
    return user.id;
  }));
  return {
    title: body.title, programType: body.program_type, description: body.description, price: money(body.price), classRepDiscount: money(body.class_rep_discount),
    earlyBirdDiscount: money(body.early_bird_discount), earlyBirdUntil: typeof until === 'string' ? parseInstant(until, 'early_bird_until') : until, classRepLimit: body.class_rep_limit, seats: body.seats,
    active: body.active, mentors,
  };
}

/** Programs for the pages of the web app. */
export function programsApi(context: ProgramsContext): Api<Programs, ProgramsContext> {
  return { contract: programs, handlers, context };
}
