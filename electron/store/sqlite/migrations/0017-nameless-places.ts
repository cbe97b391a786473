/**
 * Where a message without any id stands in its stream: when the stream goes on, the server sends again what we had not
 * acknowledged, and only its place tells that it is here.
 */
export const namelessPlaces = `
CREATE INDEX message_by_stream ON message (stream, stream_place) WHERE direction = 'in' AND stream IS NOT NULL;
`
