# expect: psgsh:Stack-uriSpace sh:PatternConstraintComponent
# The URI space ends within a host, so that it would fit other hosts too.
INSERT DATA { <id/stack/example> void:uriSpace "https://data.example.org" }
