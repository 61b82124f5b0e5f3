# expect: psgsh:PublicService-regionalHarmonisationPotential sh:DatatypeConstraintComponent
# The value of “regional harmonisation potential” is neither true nor false.
INSERT DATA { <id/service/example> psg:regionalHarmonisationPotential "yes" }
