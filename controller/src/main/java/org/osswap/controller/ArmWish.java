package org.osswap.controller;

/**
 * What the user asks of an armed successor.
 *
 * @param crashKernel whether a panic is to park this OS; else only the silence of its heart tells of one
 * @param hangs whether a silent heart is acted upon
 */
public record ArmWish(boolean crashKernel, boolean hangs) {}
