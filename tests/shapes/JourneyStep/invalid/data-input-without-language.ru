# expect: psgsh:JourneyStep-dataInput sh:DatatypeConstraintComponent
# The value of “data input” does not say in which language it is.
INSERT DATA { <id/step/example> psg:dataInput "Text without a language" }
