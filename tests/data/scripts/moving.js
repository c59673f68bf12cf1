() => [...document.getAnimations().map(animation => animation.effect.target),
    ...[...document.querySelectorAll("body *")].filter(element => parseFloat(getComputedStyle(element).transitionDuration) > 0)]
    .map(element => `moves: ${element.outerHTML.slice(0, 80)}`)
