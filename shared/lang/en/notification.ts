export const notification = {
  message_one: 'New message',
  message_other: '{{count}} new messages',
  request: 'Wants to see when you are available',
} as const
