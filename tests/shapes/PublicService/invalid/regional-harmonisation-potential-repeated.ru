# expect: psgsh:PublicService-regionalHarmonisationPotential sh:MaxCountConstraintComponent
# The service has two values of “regional harmonisation potential”.
INSERT DATA { <id/service/example> psg:regionalHarmonisationPotential true , false }
