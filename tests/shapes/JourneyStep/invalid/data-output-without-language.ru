# expect: psgsh:JourneyStep-dataOutput sh:DatatypeConstraintComponent
# The value of “data output” does not say in which language it is.
INSERT DATA { <id/step/example> psg:dataOutput "Text without a language" }
