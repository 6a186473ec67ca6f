import { errorRule, type Rule } from '../rule.ts'

const twice = (texts: readonly string[]): string | undefined =>
  texts.find((text, index) => texts.indexOf(text) < index)

export const quizRules: Rule[] = [
  errorRule('quiz-overlap', 'No choice of a quiz is right and wrong at once.', ({ lab }) =>
    lab.spec.tasks.flatMap((task, index) =>
      task.mode !== 'quiz'
        ? []
        : task.quiz.distractors.flatMap((wrong, place) =>
            task.quiz.answer.some(
              (right) => right.en === wrong.en || (right.ja !== undefined && right.ja === wrong.ja),
            )
              ? [
                  {
                    path: ['spec', 'tasks', index, 'quiz', 'distractors', place],
                    message: `"${wrong.en}" is an answer too.`,
                  },
                ]
              : [],
          ),
    ),
  ),
  errorRule('quiz-twice', 'No choice of a quiz is listed twice.', ({ lab }) =>
    lab.spec.tasks.flatMap((task, index) => {
      if (task.mode !== 'quiz') return []
      const double =
        twice(task.quiz.answer.map(({ en }) => en)) ?? twice(task.quiz.distractors.map(({ en }) => en))
      return double === undefined
        ? []
        : [{ path: ['spec', 'tasks', index, 'quiz'], message: `"${double}" is listed twice.` }]
    }),
  ),
  errorRule('quiz-answer-unknown', 'The answers of a wrong solution are choices of the quiz.', ({ lab }) =>
    lab.spec.wrong.flatMap((wrong, index) =>
      Object.entries(wrong.answers).flatMap(([id, answers]) => {
        const task = lab.spec.tasks.find((item) => item.id === id)
        const path = ['spec', 'wrong', index, 'answers', id]
        if (!task) return []
        if (task.mode !== 'quiz') return [{ path, message: `Task "${id}" is not a quiz.` }]
        const choices = [...task.quiz.answer, ...task.quiz.distractors].map(({ en }) => en)
        return answers
          .filter((answer) => !choices.includes(answer))
          .map((answer) => ({
            path,
            message: `"${answer}" is not a choice of "${id}": write a choice in English, word for word.`,
          }))
      }),
    ),
  ),
]
