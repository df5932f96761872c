"""The language the stages speak: values only, no reading, no rules, no output."""
