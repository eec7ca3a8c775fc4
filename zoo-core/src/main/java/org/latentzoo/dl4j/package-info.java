/**
 * The terms of the lower bound and of a change of variables as DL4J layers, for networks that are a
 * {@link org.deeplearning4j.nn.graph.ComputationGraph} or a {@link
 * org.deeplearning4j.nn.multilayer.MultiLayerNetwork}. They compute with the zoo's own densities,
 * divergences and losses, and are saved with the network as any layer is.
 *
 * <pre>{@code
 * .addInputs("x", "noise")                                   // [B, D], [B, K] of N(0, 1)
 * .addLayer("posterior", dense(hidden, 2 * k), "encoder")    // [mu, log sigma^2]
 * .addLayer("z", new GaussianPosteriorLayer(), "posterior", "noise")
 * .addLayer("logits", dense(hidden, d), "decoder")
 * .addLayer("elbo", new ElboOutputLayer(Likelihood.BERNOULLI, k), "logits", "posterior")
 * }</pre>
 *
 * <p>DL4J divides the score and the gradient of such layers by the rows of the batch, so the layers
 * here sum over them: the score is the mean loss a row, in nats. Needs {@code deeplearning4j-nn} on
 * the class path, which nothing else here does.
 */
@NullMarked
package org.latentzoo.dl4j;

import org.jspecify.annotations.NullMarked;
