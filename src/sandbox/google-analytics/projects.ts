/** An app in a Firebase project, which a property of Google Analytics counts as one of its streams. */
export interface App {
  appId: string;
  platform: 'IOS' | 'ANDROID' | 'WEB';
  streamId: string;
}

export interface Project {
  projectId: string;
  /** The project's number, under which it is known as well. */
  number: string;
  propertyId: string;
  apps: App[];
  /** What its people do, most liked first. */
  features: string[];
  /** The first day anybody used it. */
  launch: string;
  /** Newcomers a day when it had grown up. */
  newcomers: number;
  /** The service account has no rights here. */
  closed?: true;
}

/** What there is in the stand-in's world. Further apps are registered by `POST /_sandbox/apps`. */
export const PROJECTS: Project[] = [
  {
    projectId: 'harbor-fitness', number: '402611873390', propertyId: '348215907', launch: '2025-03-10', newcomers: 6,
    apps: [
      { appId: '1:402611873390:ios:5d1c09aa73b2e4f8', platform: 'IOS', streamId: '6120448801' },
      { appId: '1:402611873390:android:77e0b1c2d3f4a596', platform: 'ANDROID', streamId: '6120448802' },
      { appId: '1:402611873390:web:c41f9d20ab63e785', platform: 'WEB', streamId: '6120448803' },
    ],
    features: ['book_class', 'view_schedule', 'log_workout', 'open_membership', 'invite_friend', 'watch_video', 'update_profile'],
  },
  {
    projectId: 'corner-bakery-orders', number: '771250846612', propertyId: '291774036', launch: '2025-09-01', newcomers: 5,
    apps: [{ appId: '1:771250846612:web:9be0417fd3c6a215', platform: 'WEB', streamId: '5830117264' }],
    features: ['view_menu', 'add_to_cart', 'begin_checkout', 'purchase', 'collect_stamp', 'share'],
  },
  // A property of a project that nobody here may read.
  { projectId: 'closed-project', number: '118800023341', propertyId: '210000001', launch: '2025-01-01', newcomers: 1, apps: [{ appId: '1:118800023341:ios:00000000000000aa', platform: 'IOS', streamId: '7000000001' }], features: ['open'], closed: true },
  // Nobody has come yet.
  { projectId: 'brand-new-app', number: '996120447003', propertyId: '455000123', launch: '2999-01-01', newcomers: 1, apps: [{ appId: '1:996120447003:android:12ab34cd56ef7890', platform: 'ANDROID', streamId: '7000000002' }], features: ['open'] },
];
