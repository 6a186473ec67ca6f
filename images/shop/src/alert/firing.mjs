/** Alerts that fire now, by their labels, in the words of Alertmanager's webhook. */
export const createFiring = () => {
  const firing = new Map()
  const keyOf = ({ fingerprint, labels }) =>
    fingerprint ?? JSON.stringify(Object.entries(labels ?? {}).sort())
  return {
    list: () => [...firing.values()],
    /** Takes one alert: `status` is `firing` or `resolved`. Gives whether it was understood. */
    take: (alert) => {
      if (alert?.status === 'firing') firing.set(keyOf(alert), alert)
      else if (alert?.status === 'resolved') firing.delete(keyOf(alert))
      else return false
      return true
    },
  }
}
