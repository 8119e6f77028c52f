/** Converts between base64url in the server's JSON and the byte arrays of the browser's credentials API. */

/**
 * What the server asks of the device, in JSON: the browser's own options with texts in the place of bytes.
 *
 * @typedef {{id: string, type: PublicKeyCredentialType}} KnownKey
 * @typedef {{challenge: string, user?: {id: string}, excludeCredentials?: KnownKey[], allowCredentials?: KnownKey[]}} Options
 */

/**
 * @param {string} text - base64url
 * @returns {Uint8Array<ArrayBuffer>} the bytes
 */
export function toBytes (text) {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))
}

/**
 * @param {ArrayBuffer} buffer - bytes
 * @returns {string} base64url without padding
 */
export function toText (buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

/**
 * Convert the server's options for `navigator.credentials`.
 *
 * @param {Options} options - as the server sent them
 * @returns {PublicKeyCredentialCreationOptions & PublicKeyCredentialRequestOptions} with bytes in the place of texts
 */
export function readOptions (options) {
  /** @type {Record<string, unknown>} */
  const read = { ...options, challenge: toBytes(options.challenge) }
  if (options.user) read.user = { ...options.user, id: toBytes(options.user.id) }
  for (const list of /** @type {const} */ (['excludeCredentials', 'allowCredentials'])) {
    if (options[list]) read[list] = options[list].map((known) => ({ ...known, id: toBytes(known.id) }))
  }
  return /** @type {PublicKeyCredentialCreationOptions & PublicKeyCredentialRequestOptions} */ (/** @type {unknown} */ (read))
}

/**
 * Serialize a credential for the server.
 *
 * @param {PublicKeyCredential} credential - the answer
 * @returns {string} JSON
 */
export function writeCredential (credential) {
  const given = /** @type {Record<string, ArrayBuffer | undefined>} */ (/** @type {unknown} */ (credential.response))
  /** @type {Record<string, string>} */
  const response = {}
  for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    const bytes = given[part]
    if (bytes) response[part] = toText(bytes)
  }
  return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response })
}
