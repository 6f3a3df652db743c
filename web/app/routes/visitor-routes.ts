import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { safeReturn } from '../session.js';
import { root } from './roots.js';

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string } => ({ to: safeReturn(search['to']) }),
  component: lazyRouteComponent(() => import('../sign-in.js'), 'SignInPage'),
});

const linked = createRoute({
  getParentRoute: () => root,
  path: '/p/$token',
  component: lazyRouteComponent(() => import('../../features/public/linked-page.js'), 'LinkedPage'),
});

const confirmAddress = createRoute({
  getParentRoute: () => root,
  path: '/verify-email',
  component: lazyRouteComponent(() => import('../mailed-link.js'), 'ConfirmAddressPage'),
});

const enter = createRoute({
  getParentRoute: () => root,
  path: '/enter',
  component: lazyRouteComponent(() => import('../mailed-link.js'), 'EnterPage'),
});

const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(() => import('../mailed-link.js'), 'ResetPasswordPage'),
});

const acceptInvitation = createRoute({
  getParentRoute: () => root,
  path: '/accept-invitation',
  component: lazyRouteComponent(() => import('../mailed-link.js'), 'AcceptInvitationPage'),
});

const confirmNewAddress = createRoute({
  getParentRoute: () => root,
  path: '/confirm-email',
  component: lazyRouteComponent(() => import('../mailed-link.js'), 'ConfirmNewAddressPage'),
});

const signUp = createRoute({ getParentRoute: () => root, path: '/sign-up', component: lazyRouteComponent(() => import('../sign-up.js'), 'SignUpPage') });

const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(() => import('../forgot-password.js'), 'ForgotPasswordPage'),
});

const codeSignIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in-code',
  component: lazyRouteComponent(() => import('../code-sign-in.js'), 'CodeSignInPage'),
});

/** What is open to whoever is not signed in. */
export const visitorPages = [signIn, linked, confirmAddress, enter, resetPassword, acceptInvitation, confirmNewAddress, signUp, forgotPassword, codeSignIn] as const;
