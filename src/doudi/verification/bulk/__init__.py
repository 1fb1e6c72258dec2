"""All recipients against all sources: `doudi verify`. Parquet and deliveries in, findings and work lists out."""
