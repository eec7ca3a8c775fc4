/**
 * The zoo in code: train a preset, open what was trained or what came trained, ask it.
 *
 * <pre>{@code
 * var preset = Preset.load("vae-bernoulli-digits").with("train.epochs", 5);
 * var vae = Experiment.of(preset).train(Path.of("runs/vae"));
 * System.out.println(vae.evaluate(vae.data().test(), 100).get("elbo").mean());
 * INDArray codes = vae.encode(vae.data().test());
 *
 * var shipped = TrainedModel.pretrained("vae-bernoulli-digits");
 * }</pre>
 */
@NullMarked
package org.latentzoo.run;

import org.jspecify.annotations.NullMarked;
