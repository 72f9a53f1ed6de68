/** Authentication by JSON Web Tokens. */
export {
  type Authenticate,
  createJwtAuthentication,
  type JwtAuthenticationOptions,
} from './jwt-authentication.ts';
export type { JwtKey } from './jwt-keys.ts';
export { type SignJwtOptions, signJwt } from './sign-jwt.ts';
