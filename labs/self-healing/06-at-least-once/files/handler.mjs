// What the worker does with one message. When this returns, the message is acknowledged and gone. When it throws, or
// when the worker dies before it returns, the queue gives the same message again, and all of this runs again.

/** `order`: {key, product, quantity}. `api(method, path, body)` calls the api; `mail(order, text)` takes its time. */
export const handle = async ({ order, api, mail }) => {
  await mail(order, 'We have your order.')
  await api('POST', '/orders', order)
  await mail(order, 'It is on its way.')
}
