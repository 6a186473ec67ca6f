const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (value) => String(value).replace(/[&<>"']/g, (sign) => escapes[sign])
const price = (cents) => `€ ${(cents / 100).toFixed(2)}`

const style = `
:root{color-scheme:light dark;--ink:#26332c;--paper:#fbfaf5;--line:#ddd8c8;--tea:#3f6b4f;--bad:#a5331f}
@media (prefers-color-scheme:dark){:root{--ink:#e6e4da;--paper:#1c211e;--line:#3a423c;--tea:#8fc3a0;--bad:#ff9a86}}
*{box-sizing:border-box}
body{margin:0;padding:1.25rem;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{max-width:44rem;margin:auto}
h1{font:600 1.6rem/1.2 Georgia,serif;margin:0}
h2{font-size:1rem;margin:1.5rem 0 .5rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;justify-content:space-between}
small,.quiet{opacity:.75;font-size:.8rem}
ul{list-style:none;margin:0;padding:0}
.products{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:.75rem}
.products li{border:1px solid var(--line);border-radius:.5rem;padding:.75rem}
.orders li{display:flex;justify-content:space-between;gap:1rem;border-top:1px solid var(--line);padding:.35rem 0}
button{margin-top:.5rem;border:1px solid var(--tea);border-radius:.4rem;background:none;color:var(--tea);
font:inherit;padding:.2rem .8rem;cursor:pointer}
button:hover,button:focus-visible{background:var(--tea);color:var(--paper)}
code{font-size:.85em}
.bad{border-left:4px solid var(--bad);padding:.5rem .75rem;margin-top:1.5rem}
`

const frame = (about, body) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Tea shop</title><style>${style}</style></head><body><main>
<header><h1>Tea shop</h1><small>web ${escape(about.version)} on <code>${escape(about.host)}</code></small></header>
${body}</main></body></html>
`

const productItem = (product) => `<li><strong>${escape(product.name)}</strong><br>${price(product.cents)}
<form method="post" action="orders"><input type="hidden" name="product" value="${escape(product.id)}">
<button>Order</button></form></li>`

const orderItem = (order) => `<li><span>${escape(order.quantity)} × ${escape(order.product)}</span>
<span>${price(order.cents)}</span><code>${escape(order.id.slice(0, 8))}</code></li>`

/** The page when all is well: products, the newest orders, and which replica answered. */
export const shopPage = (about, { products, orders, api }) =>
  frame(
    about,
    `<h2>Products</h2><ul class="products">${products.map(productItem).join('')}</ul>
<h2>Orders: ${orders.total}</h2>
<ul class="orders">${orders.items.slice(0, 10).map(orderItem).join('') || '<li>None yet.</li>'}</ul>
<p class="quiet">api ${escape(api.version)} on <code>${escape(api.host)}</code>, orders kept in ${escape(orders.store)}</p>`,
  )

/** The page when the api did not answer. */
export const failurePage = (about, reason) =>
  frame(
    about,
    `<div class="bad"><strong>The shop is closed for the moment.</strong><br>${escape(reason)}</div>
<p><a href="./">Try again</a></p>`,
  )
