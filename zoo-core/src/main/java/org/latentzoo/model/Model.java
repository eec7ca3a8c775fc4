package org.latentzoo.model;

/** Stands in until the model is here. */
public final class Model {}
