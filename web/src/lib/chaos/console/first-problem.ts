const wrong =
  '[aria-invalid="true"], [aria-describedby="target-missing"] input, [aria-describedby="target-missing"]'

/** Brings the first field of the chaos console that is wrong into view and gives it the focus, once it is marked. */
export const toFirstProblem = (): void => {
  requestAnimationFrame(() => {
    const found = document.querySelector('[data-pane="chaos"]')?.querySelectorAll<HTMLElement>(wrong) ?? []
    // The group around the targets comes first and cannot have the focus itself.
    const first = [...found].find((one) => one.matches('input, select')) ?? found[0]
    const shut = first?.closest('details')
    if (shut) shut.open = true
    first?.focus({ preventScroll: true })
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    first?.closest('fieldset, div')?.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' })
  })
}
