# expect: psgsh:Stack-uriSpace sh:DatatypeConstraintComponent
# The URI space is an address instead of text.
INSERT DATA { <id/stack/example> void:uriSpace <https://data.example.org/id/> }
