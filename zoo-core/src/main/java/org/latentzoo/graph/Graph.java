package org.latentzoo.graph;

/** Stands in until the graph is here. */
public final class Graph {}
