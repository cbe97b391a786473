export const notification = {
  message_one: 'New message',
  message_other: '{{count}} new messages',
  invitation: 'Invites you to the room {{room}}',
  request: 'Wants to see when you are available',
} as const
