// The api: products and orders. An order that was answered with 201 is on disk.
import { httpError, readFields, sendJson } from './answers.mjs'
import { openOrders } from './orders.mjs'

const products = [
  { id: 'kettle', name: 'Kettle', cents: 3900 },
  { id: 'teapot', name: 'Teapot', cents: 5200 },
  { id: 'cup', name: 'Cup', cents: 1400 },
  { id: 'sencha', name: 'Sencha, 100 g', cents: 1850 },
]

const keyOf = (text) => {
  if (typeof text === 'string' && /^[\w.:-]{1,100}$/.test(text)) return text
  throw httpError(400, 'a key has 1 to 100 letters, digits, or . : _ -')
}

const orderOf = (fields) => {
  const product = products.find(({ id }) => id === fields.product)
  const quantity = Number(fields.quantity ?? 1)
  if (!product) throw httpError(400, `product must be one of ${products.map(({ id }) => id).join(', ')}`)
  if (!Number.isInteger(quantity) || quantity < 1 || quantity > 99)
    throw httpError(400, 'quantity must be 1 to 99')
  const key = fields.key === undefined ? {} : { key: keyOf(fields.key) }
  return { ...key, product: product.id, quantity, cents: product.cents * quantity }
}

const keysOf = (list) => list.flatMap(({ key }) => (key === undefined ? [] : [key]))

/** Gives `put(order)`: one order for one key, however often and however much at once it is put. */
const createPut = (orders) => {
  const underWay = new Map()
  const find = async (order) => {
    const found = orders.list().find(({ key }) => key === order.key)
    return found ? { status: 200, order: found } : { status: 201, order: await orders.append(order) }
  }
  return (order) => {
    const first = underWay.get(order.key)
    if (first) return first.then((done) => ({ ...done, status: 200 }))
    const put = find(order).finally(() => underWay.delete(order.key))
    underWay.set(order.key, put)
    return put
  }
}

/** Gives the routes of the api; opens the store. */
export const createRoutes = (about) => {
  const orders = openOrders(process.env.DATA_DIR ?? '/data')
  const put = createPut(orders)
  return {
    'GET /': (_request, response) => sendJson(response, 200, { ...about, store: orders.kind }),
    'GET /products': (_request, response) => sendJson(response, 200, { items: products }),
    'GET /orders': (_request, response) => {
      const all = orders.list()
      sendJson(response, 200, { total: all.length, store: orders.kind, items: all.slice(-200).reverse() })
    },
    'GET /orders/keys': (_request, response) => sendJson(response, 200, { keys: keysOf(orders.list()) }),
    'POST /orders': async (request, response) => {
      const order = await orders.append(orderOf(await readFields(request)))
      sendJson(response, 201, order)
    },
    'PUT /orders/*': async (request, response) => {
      const key = decodeURIComponent(request.url.split('?')[0].slice('/orders/'.length))
      const { status, order } = await put(orderOf({ ...(await readFields(request)), key }))
      sendJson(response, status, order)
    },
  }
}
