# expect: psgsh:PublicService-crossBorder sh:DatatypeConstraintComponent
# The value of “cross-border” is neither true nor false.
INSERT DATA { <id/service/example> psg:crossBorder "yes" }
