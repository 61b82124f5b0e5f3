# expect: psgsh:JourneyStep-opportunity sh:DatatypeConstraintComponent
# The value of “opportunity” does not say in which language it is.
INSERT DATA { <id/step/example> psg:opportunity "Text without a language" }
