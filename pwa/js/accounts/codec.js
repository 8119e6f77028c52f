/** Converts between base64url in the server's JSON and the byte arrays of the browser's credentials API. */

/**
 * @param {string} text - base64url
 * @returns {Uint8Array}
 */
export function toBytes (text) {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0))
}

/**
 * @param {ArrayBuffer} buffer
 * @returns {string} base64url without padding
 */
export function toText (buffer) {
  const letters = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

/**
 * Convert the server's options for `navigator.credentials`.
 *
 * @param {object} options - as the server sent them
 * @returns {object}
 */
export function readOptions (options) {
  const read = { ...options, challenge: toBytes(options.challenge) }
  if (options.user) read.user = { ...options.user, id: toBytes(options.user.id) }
  for (const list of ['excludeCredentials', 'allowCredentials']) {
    if (options[list]) read[list] = options[list].map((known) => ({ ...known, id: toBytes(known.id) }))
  }
  return read
}

/**
 * Serialize a credential for the server.
 *
 * @param {PublicKeyCredential} credential
 * @returns {string} JSON
 */
export function writeCredential (credential) {
  const response = {}
  for (const part of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[part]) response[part] = toText(credential.response[part])
  }
  return JSON.stringify({ id: credential.id, rawId: toText(credential.rawId), type: credential.type, response })
}
