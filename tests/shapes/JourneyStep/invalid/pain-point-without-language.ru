# expect: psgsh:JourneyStep-painPoint sh:DatatypeConstraintComponent
# The value of “pain point” does not say in which language it is.
INSERT DATA { <id/step/example> psg:painPoint "Text without a language" }
