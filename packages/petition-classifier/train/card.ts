import type { Score } from './scores.ts';
import type { Report } from './train-model.ts';

/** The model's card, in Markdown: what it is, from what, how good, on which day. */
export function writeCard(version: string, bytes: number, date: string, report: Report): string {
  const { rows } = report;
  const classes = Object.entries(report.byClass).map(([name, score]) => `${name} ${decimal(score)}`);
  return `# Model card: ${version}

A hashed linear model for petitions in Chinese: class, urgency and first-level topic. ${(bytes / 1e6).toFixed(1)} MB, int8.
Made on ${date} with \`node packages/petition-classifier/train/train.ts --data <folder>\`; the same data gives the same file.

## What it reads

Character 1–3-grams, hashed, of title, body, the body's end and its last sentence apart; 20 groups of words that speak for
urgency; for the topic one bag of title and body. Place codes are one mark and numbers one digit before hashing.

## Trained on

Published petitions to Chinese cities, 2010 to 2023. Their texts are not in this repository and cannot be read from the file.
${rows.labelled} petitions labelled by reading with a written guideline (class, second defensible class, urgency);
${rows.helping} with a label taken from the citizen's own verb or the site's own kind, at a small weight;
${rows.topics} with their topic, which came segmented and without stop words.

## Scores, five-fold cross-validation, with 95 % bootstrap intervals

Folds keep an area's petitions together. Measured on the quantised tables, as they are shipped.

| what | score |
|---|---|
| class, macro-F1 over the four | ${interval(report.macroF1)} |
| class, accuracy | ${interval(report.accuracy)}; with the second defensible label ${decimal(report.secondLabelAllowed)} |
| F1 by class | ${classes.join(', ')} |
| confidence, expected calibration error | ${decimal(report.calibrationError)} |
| urgency at least 1 | recall ${report.urgent.recall} at precision ${decimal(report.urgent.precision)}; says so of ${percent(report.urgent.share)} |
| urgency 2 | recall ${report.mostUrgent.recall} at precision ${decimal(report.mostUrgent.precision)}; says so of ${percent(report.mostUrgent.share)} |
| topic, accuracy over seven (folds at random) | ${interval(report.topicAccuracy)} |

## Know before use

Class \`other\` and urgency 2 had few examples (see F1 and precision): small rules stand beside the model for thanks, for
texts without content and for short calls for help. Urgency is set to overlook little, so most of what it marks is not
urgent. Two readers agree on the class of 92 in 100. The petitions were posted on the web; phone notes and
messages are shorter and plainer.
`;
}

function interval({ value, low, high }: Score): string {
  return `${decimal(value)} [${decimal(low)}, ${decimal(high)}]`;
}

function decimal(value: number): string {
  return value.toFixed(3);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
