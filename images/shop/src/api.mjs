// The api: products and orders. An order that was answered with 201 is on disk.
import { httpError, readFields, sendJson } from './answers.mjs'
import { openOrders } from './orders.mjs'

const products = [
  { id: 'kettle', name: 'Kettle', cents: 3900 },
  { id: 'teapot', name: 'Teapot', cents: 5200 },
  { id: 'cup', name: 'Cup', cents: 1400 },
  { id: 'sencha', name: 'Sencha, 100 g', cents: 1850 },
]

const orderOf = (fields) => {
  const product = products.find(({ id }) => id === fields.product)
  const quantity = Number(fields.quantity ?? 1)
  if (!product) throw httpError(400, `product must be one of ${products.map(({ id }) => id).join(', ')}`)
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > 99)
    throw httpError(400, 'quantity must be 1 to 99')
  return { product: product.id, quantity, cents: product.cents * quantity }
}

/** Gives the routes of the api; opens the store. */
export const createRoutes = (about) => {
  const orders = openOrders(process.env.DATA_DIR ?? '/data')
  return {
    'GET /': (_request, response) => sendJson(response, 200, { ...about, store: orders.kind }),
    'GET /products': (_request, response) => sendJson(response, 200, { items: products }),
    'GET /orders': (_request, response) => {
      const all = orders.list()
      sendJson(response, 200, { total: all.length, store: orders.kind, items: all.slice(-200).reverse() })
    },
    'POST /orders': async (request, response) => {
      const order = await orders.append(orderOf(await readFields(request)))
      sendJson(response, 201, order)
    },
  }
}
