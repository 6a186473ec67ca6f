// The api is told under which key the order belongs: the second time finds it there.
export const handle = async ({ order, api, mail }) => {
  await mail(order, 'We have your order.')
  await api('PUT', `/orders/${order.key}`, order)
  await mail(order, 'It is on its way.')
}
