/**
 * For each code a title (what happened) and at most two sentences (what it means, what to do). `{{domain}}` is the
 * server's name, `{{place}}` where we really connected to. The labels of the buttons stand at the end.
 */
export const failure = {
  'dns-not-found-title': 'No server was found for {{place}}',
  'dns-not-found-sentence':
    'The name is unknown to DNS, or has a slip in it. If your school gave you a host or port, enter it.',
  'connection-refused-title': '{{place}} does not answer on port {{port}}',
  'connection-refused-sentence':
    'The server is off, or it listens elsewhere. If your school gave you a host or port, enter it.',
  'timed-out-title': '{{place}} took too long to answer',
  'timed-out-sentence': 'The network is slow or blocks the way to the server. Try again, or from another network.',
  'tls-not-offered-title': '{{domain}} offers no encryption',
  'tls-not-offered-sentence':
    'The server has none, or somebody on the way took the offer out; your password was not sent. If your administrator says that there is none, choose another encryption mode.',
  'tls-required-by-server-title': '{{domain}} insists on encryption',
  'tls-required-by-server-sentence':
    'Encryption is disabled in your settings, and the server takes nobody in without it. Set the encryption mode to Required.',
  'tls-failed-title': 'The connection to {{place}} could not be encrypted',
  'tls-failed-sentence':
    'Both sides found no common way, or this port expects the other kind of TLS. Check direct TLS in the security settings.',
  'certificate-self-signed-title': 'The certificate of {{domain}} is not trusted',
  'certificate-self-signed-sentence':
    'The server vouches for itself, and your password was not sent. Look at the certificate and compare its fingerprint.',
  'certificate-unknown-issuer-title': 'The certificate of {{domain}} is not trusted',
  'certificate-unknown-issuer-sentence':
    'Your computer does not know who signed it, and your password was not sent. Look at the certificate and compare its fingerprint.',
  'certificate-wrong-name-title': 'The certificate is not for {{domain}}',
  'certificate-wrong-name-sentence':
    'You may be talking to another server, so your password was not sent. Look at the names in the certificate.',
  'certificate-expired-title': 'The certificate of {{domain}} has expired',
  'certificate-expired-sentence':
    'It was not renewed, or the clock of this computer is wrong; your password was not sent. Check the clock, then look at the certificate.',
  'certificate-not-yet-valid-title': 'The certificate of {{domain}} is not valid yet',
  'certificate-not-yet-valid-sentence':
    'The clock of this computer may be wrong; your password was not sent. Check the clock, then look at the certificate.',
  'certificate-changed-title': 'The certificate of {{domain}} has changed',
  'certificate-changed-sentence':
    'It is not the one you trusted, so your password was not sent. Ask your administrator, then look at the new one.',
  'domain-mismatch-title': 'This server calls itself {{offered}}',
  'domain-mismatch-sentence':
    'The part of your address after the @ must be that name; your password was not sent. If it is the server you mean, sign in under its name.',
  'password-in-clear-title': '{{domain}} asks for the password without encryption',
  'password-in-clear-sentence':
    'Anyone on the network could read it, so it was not sent. Allow it only on a network that you trust.',
  'not-authorized-title': 'Address or password is not right',
  'not-authorized-sentence':
    '{{domain}} does not accept this password for this address. Check both, capital letters too, and sign in again.',
  'account-disabled-title': 'This account is disabled',
  'account-disabled-sentence': '{{domain}} knows it but no longer lets it in. Ask your administrator, then try again.',
  'conflict-title': 'You signed in somewhere else',
  'conflict-sentence':
    'Another window or computer with the same resource took the connection over. Sign in here to take it back.',
  'no-common-mechanism-title': '{{domain}} offers no way to sign in that is safe enough',
  'no-common-mechanism-sentence':
    'Your password was not sent. Ask your administrator for SCRAM-SHA-256, then try again.',
  'no-common-mechanism-sentence-said':
    'It offers only {{mechanisms}}, and your password was not sent. Ask your administrator for SCRAM-SHA-256, then try again.',
  'server-not-verified-title': '{{domain}} did not prove that it knows your password',
  'server-not-verified-sentence':
    'Somebody may be posing as the server, so the sign-in was broken off. Check the host, or ask your administrator.',
  'mechanism-downgrade-title': '{{domain}} offers only weaker ways to sign in than before',
  'mechanism-downgrade-sentence':
    'Somebody on the way may have taken the stronger ones out; your password was not sent. Try again from another network.',
  'stream-error-title': '{{domain}} ended the connection',
  'stream-error-sentence':
    'It gave no reason that Centella knows. Try again; if it keeps happening, ask your administrator.',
  'stream-error-sentence-said': 'Its reason: “{{reason}}”. Try again; if it keeps happening, ask your administrator.',
  'network-lost-title': 'The connection to {{domain}} broke off',
  'network-lost-sentence': 'The network is gone or the server went away. Centella goes on trying by itself.',
  'invalid-address-title': 'This is not an XMPP address',
  'invalid-address-sentence': 'An address looks like name@server, without spaces. Correct it and try again.',
  'invalid-password-title': 'This password cannot be used',
  'invalid-password-sentence': 'It holds characters that XMPP does not allow, like line breaks. Type it again.',
  'password-needed-title': 'The password is missing',
  'password-needed-sentence': 'None is saved for this address on this computer. Type it and sign in.',
  'keychain-unavailable-title': 'The password could not be saved',
  'keychain-unavailable-sentence':
    'The keychain of this computer is closed or missing. Type the password at each start, or open the keychain.',
  'not-connected-title': 'There is no connection',
  'not-connected-sentence': 'This needs the server, and you are not signed in right now. Connect, then do it again.',
  'request-timed-out-title': '{{domain}} did not answer',
  'request-timed-out-sentence': 'It may or may not have done what you asked for. Check, and try again.',
  'refused-by-server-title': '{{domain}} refused this',
  'refused-by-server-sentence': 'You may lack the right to do it. Try again, or ask your administrator.',
  'refused-by-server-sentence-said': 'Its reason: “{{reason}}”. Try again, or ask your administrator.',
  'message-not-delivered-title': 'The message was not delivered',
  'message-not-delivered-sentence': 'The server sent it back: perhaps the address is gone. Check it and send again.',
  'message-not-delivered-sentence-said': 'The server sent it back: “{{reason}}”. Check the address and send again.',
  'message-too-long-title': 'The message is too long',
  'message-too-long-sentence': 'The server takes no messages of this length. Send it in parts.',
  'own-address-title': 'This is your own address',
  'own-address-sentence': 'You are not a contact of yourself. Enter the address of somebody else.',
  'already-contact-title': 'This address is in your list',
  'already-contact-sentence': 'You see this person already, or your request waits. Look in Contacts.',
  'unknown-contact-title': 'This contact has left your list',
  'unknown-contact-sentence': 'Another of your devices has removed it. Add the address again.',
  'managed-by-server-title': 'This is managed by your server',
  'managed-by-server-sentence':
    'An administrator of {{domain}} says who is in this group. You can give the contact another name, or groups of your own beside it.',
  'address-unreachable-title': '{{domain}} could not be reached',
  'address-unreachable-sentence':
    'Your server does not find that one, gets no answer, or does not talk to others. Check the part after the @, or try again later.',
  'request-declined-title': 'Your request was not accepted',
  'request-declined-sentence': 'They said no, or the address does not exist. Check the address, or ask again.',
  'blocking-not-supported-title': '{{domain}} cannot block anybody',
  'blocking-not-supported-sentence':
    'The server does not offer it, so what they send goes on reaching you. Ask your administrator for it.',
  'address-blocked-title': 'You have blocked this address',
  'address-blocked-sentence':
    'Nothing goes to or comes from somebody who is blocked. Unblock them, then send it again.',
  'room-password-title': 'This room needs a password',
  'room-password-sentence': 'It was missing or wrong. Ask somebody who is in the room for it, then type it.',
  'room-members-only-title': 'This room is for members only',
  'room-members-only-sentence': 'You are not one of them. Ask whoever made the room, or somebody in it, to invite you.',
  'room-banned-title': 'This room keeps you out',
  'room-banned-sentence': 'Whoever looks after it has banned you. Only they can let you in again.',
  'room-banned-sentence-said': 'Whoever looks after it has banned you: “{{reason}}”. Only they can let you in again.',
  'room-full-title': 'The room is full',
  'room-full-sentence': 'It takes no more people at the moment. Try again when somebody has left.',
  'room-locked-title': 'The room is not ready yet',
  'room-locked-sentence': 'Somebody is still setting it up. Try again in a moment.',
  'nick-taken-title': 'Somebody in the room has this nickname',
  'nick-taken-sentence': 'Each nickname is there once. Choose another one.',
  'room-not-found-title': 'There is no such room',
  'room-not-found-sentence': 'It was never made, or it is gone. Check the address, or create the room.',
  'room-creation-refused-title': 'You may not create rooms here',
  'room-creation-refused-sentence':
    '{{domain}} lets only some people create rooms. Join one that is there, or ask your administrator.',
  'no-room-service-title': '{{domain}} has no rooms',
  'no-room-service-sentence':
    'The server offers no conference rooms. For a room elsewhere type its whole address, or ask your administrator.',
  'room-exists-title': 'There is a room with this address',
  'room-exists-sentence': 'Somebody has made it already. Join it, or choose another address for yours.',
  'room-forbidden-title': 'The room does not let you do this',
  'room-forbidden-sentence': 'Only those who look after it may. Ask one of the moderators.',
  'occupant-gone-title': 'They are not in the room any more',
  'occupant-gone-sentence': 'They left, or have another nickname now. Look in the list of participants.',
  'room-kicked-title': 'You were removed from this room',
  'room-kicked-sentence': 'A moderator has sent you out. You can join again, if they meant only that.',
  'room-kicked-sentence-said':
    'A moderator has sent you out: “{{reason}}”. You can join again, if they meant only that.',
  'room-destroyed-title': 'This room was closed',
  'room-destroyed-sentence': 'Its owner has closed it for everybody. What was said stays on this computer.',
  'room-destroyed-sentence-said': 'Its owner has closed it: “{{reason}}”. What was said stays on this computer.',
  'unknown-account-title': 'This account is not signed in',
  'unknown-account-sentence': 'It was signed out in the meantime. Sign in to go on.',
  'storage-failed-title': 'The history could not be read or written',
  'storage-failed-sentence': 'The disk may be full, or the files of the program are damaged. Make room and try again.',
  'invalid-payload-title': 'Centella could not do this',
  'invalid-payload-sentence': 'The window asked for something that cannot be: a mistake of ours. Try it another way.',
  'untrusted-sender-title': 'This was not let through',
  'untrusted-sender-sentence':
    'The request did not come from a window of Centella. Close the window and open it again.',
  'internal-title': 'Something in Centella went wrong',
  'internal-sentence': 'It is a mistake of ours, and nothing you did. Try again; the log says more.',
  // What the server is called where its name is not known.
  server: 'the server',
  // Buttons
  'enter-host': 'Enter host and port',
  'check-host': 'Check the host',
  'open-security': 'Open security settings',
  'view-certificate': 'View certificate',
  'allow-in-clear': 'Allow and sign in',
  'follow-domain': 'Sign in as {{address}}',
  'edit-address': 'Correct the address',
  'edit-password': 'Type the password',
  'sign-in-here': 'Sign in here',
  'sign-in': 'Sign in',
  retry: 'Try again',
  'join-again': 'Join again',
  'retry-now': 'Try now',
} as const
