/**
 * The firmware description that the successor is given: ACPI tables made from the plan, and an AML
 * writer for the namespace. Entry point: {@link org.osswap.launch.acpi.AcpiTables}. Specification:
 * ACPI 6.5.
 */
package org.osswap.launch.acpi;
