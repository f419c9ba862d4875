package org.example.shelf;

import java.util.Comparator;

/** A call number such as {@code QA 76.73 J38}: class, number, cutter. */
public record CallNumber(String letters, double number, String cutter) implements Comparable<CallNumber> {
    private static final Comparator<CallNumber> ORDER =
            Comparator.comparing(CallNumber::letters).thenComparingDouble(CallNumber::number).thenComparing(CallNumber::cutter);

    /**
     * Reads a call number; its parts are separated by spaces, the cutter may be absent.
     *
     * @throws IllegalArgumentException if there are fewer than two parts, or the second is no number
     */
    public static CallNumber parse(String text) {
        String[] parts = text.trim().split("\\s+", 3);
        if (parts.length < 2) {
            throw new IllegalArgumentException("no number: " + text);
        }
        return new CallNumber(parts[0].toUpperCase(), Double.parseDouble(parts[1]), parts.length == 3 ? parts[2] : "");
    }

    @Override
    public int compareTo(CallNumber other) {
        return ORDER.compare(this, other);
    }
}
